package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;

import org.springframework.boot.test.context.FilteredClassLoader;

/**
 * Defines the project's classes anew, so that they do not see what is missing.
 */
final class OwnClasses extends FilteredClassLoader {

	OwnClasses(String... missing) {
		super(missing);
	}

	/**
	 * Calls a public static method of a class that is defined anew, and whose arguments
	 * are texts.
	 */
	String call(Class<?> application, String method, String... arguments) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader known = thread.getContextClassLoader();
		thread.setContextClassLoader(this);
		try {
			return (String) Class.forName(application.getName(), true, this)
				.getDeclaredMethod(method, String[].class)
				.invoke(null, (Object) arguments);
		}
		catch (InvocationTargetException ex) {
			throw new AssertionError(ex.getTargetException());
		}
		finally {
			thread.setContextClassLoader(known);
		}
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
			if (in == null) {
				throw new ClassNotFoundException(name);
			}
			byte[] bytes = in.readAllBytes();
			return defineClass(name, bytes, 0, bytes.length);
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

}
