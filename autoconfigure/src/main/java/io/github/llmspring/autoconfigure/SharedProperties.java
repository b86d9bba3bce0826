package io.github.llmspring.autoconfigure;

import io.github.llmspring.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What applications share.
 */
class SharedProperties {

	private Redis redis = new Redis();

	public Redis getRedis() {
		return this.redis;
	}

	public void setRedis(Redis redis) {
		this.redis = redis;
	}

	/**
	 * Redis that is shared.
	 */
	public static class Redis {

		/**
		 * Address of a Redis over which applications keep to one limit of requests and
		 * tokens together, such as 'redis://:password@host:6379'. When blank or not set,
		 * each application keeps to the limits alone.
		 */
		private @Nullable Secret url;

		/**
		 * Beginning of all keys in Redis; applications with another one share nothing.
		 */
		private String prefix = "llm";

		public @Nullable Secret getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable Secret url) {
			this.url = url;
		}

		public String getPrefix() {
			return this.prefix;
		}

		public void setPrefix(String prefix) {
			this.prefix = prefix;
		}

	}

}
