package io.github.llmspring.resilience.limit;

import org.springframework.util.ClassUtils;

/**
 * Makes quotas, of this process or shared with others.
 */
@FunctionalInterface
public interface Quotas {

	/**
	 * Makes a quota, whole at first.
	 * @param name what it is a quota of, such as {@code openai:requests}; the same for
	 * all who share it
	 * @param perMinute how much may be used up in a minute
	 * @return the quota
	 */
	Quota of(String name, long perMinute);

	/**
	 * Quotas of this process alone.
	 * @return the maker of quotas; it throws an {@link IllegalStateException} if Bucket4j
	 * is not on the classpath
	 */
	static Quotas local() {
		return (name, perMinute) -> {
			if (!ClassUtils.isPresent("io.github.bucket4j.Bucket", Quotas.class.getClassLoader())) {
				throw new IllegalStateException("Limits of requests and tokens need a library that is not on the "
						+ "classpath: add com.bucket4j:bucket4j_jdk17-core");
			}
			return new LocalQuota(perMinute, System::nanoTime);
		};
	}

}
