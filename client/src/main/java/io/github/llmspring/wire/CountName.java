package io.github.llmspring.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Name of a count, joined with the names of the objects around it.
 * <p>
 * Services use the same few names in every answer, so they are joined once and
 * remembered, up to a limit that only a broken service reaches.
 */
final class CountName {

	/**
	 * The empty name, in which all others are.
	 */
	static final CountName ROOT = new CountName("");

	private static final int MOST_REMEMBERED = 1000;

	private static final AtomicInteger REMEMBERED = new AtomicInteger();

	private final String joined;

	private final Map<String, CountName> inner = new ConcurrentHashMap<>(1);

	private CountName(String joined) {
		this.joined = joined;
	}

	String joined() {
		return this.joined;
	}

	/**
	 * Name of a field of the object that has this name.
	 * @param name the field's own name
	 * @return the name, joined with a dot
	 */
	CountName inner(String name) {
		CountName known = this.inner.get(name);
		return (known != null) ? known : remember(name);
	}

	private CountName remember(String name) {
		CountName made = new CountName(this.joined.isEmpty() ? name : this.joined + "." + name);
		if (REMEMBERED.get() < MOST_REMEMBERED && this.inner.putIfAbsent(name, made) == null) {
			REMEMBERED.incrementAndGet();
		}
		return made;
	}

}
