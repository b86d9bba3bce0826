package io.github.llmspring.schema;

import java.io.IOException;
import java.io.InputStream;

/**
 * Class loader that does not see the optional libraries, nor do the packages that use
 * them.
 */
public final class WithoutLibraries extends ClassLoader {

	public WithoutLibraries() {
		super(WithoutLibraries.class.getClassLoader());
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (name.startsWith("com.github.victools.") || name.startsWith("com.networknt.")) {
			throw new ClassNotFoundException(name);
		}
		if (!name.startsWith("io.github.llmspring.schema.") && !name.startsWith("io.github.llmspring.entity.")) {
			return super.loadClass(name, resolve);
		}
		Class<?> known = findLoadedClass(name);
		return (known != null) ? known : define(name);
	}

	private Class<?> define(String name) throws ClassNotFoundException {
		try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
			byte[] bytes = in.readAllBytes();
			return defineClass(name, bytes, 0, bytes.length);
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

}
