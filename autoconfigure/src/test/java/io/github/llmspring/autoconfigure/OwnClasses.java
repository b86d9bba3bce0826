package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;

import org.springframework.boot.test.context.FilteredClassLoader;

/**
 * Defines the project's classes anew, so that they do not see what is missing.
 */
final class OwnClasses extends FilteredClassLoader {

	OwnClasses(String missing) {
		super(missing);
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (!name.startsWith("io.github.llmspring.")) {
			return super.loadClass(name, resolve);
		}
		Class<?> loaded = findLoadedClass(name);
		return (loaded != null) ? loaded : define(name);
	}

	private Class<?> define(String name) throws ClassNotFoundException {
		try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
			byte[] bytes = in.readAllBytes();
			return defineClass(name, bytes, 0, bytes.length);
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

}
