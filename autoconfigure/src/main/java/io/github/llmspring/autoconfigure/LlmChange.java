package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a change at run time has changed.
 *
 * @param added the ids of providers that were not there before; a {@code ChatClient}
 * reaches them by their addresses, beans of theirs there are after the next start
 * @param changed the ids of providers that were made anew
 * @param removed the ids of providers that are there no more
 * @param routing whether routes or default models are others
 * @param atNextStart the names of properties that have other values, which take effect
 * when the application starts again
 */
public record LlmChange(Set<String> added, Set<String> changed, Set<String> removed, boolean routing,
		Set<String> atNextStart) {

	public LlmChange {
		added = Set.copyOf(added);
		changed = Set.copyOf(changed);
		removed = Set.copyOf(removed);
		atNextStart = Set.copyOf(atNextStart);
	}

	/**
	 * Whether anything has changed, or will at the next start.
	 * @return whether anything has
	 */
	public boolean any() {
		return this.routing || !(this.added.isEmpty() && this.changed.isEmpty() && this.removed.isEmpty()
				&& this.atNextStart.isEmpty());
	}

	@Override
	public String toString() {
		List<String> parts = new ArrayList<>();
		add(parts, "Providers added: ", this.added);
		add(parts, "Providers changed: ", this.changed);
		add(parts, "Providers removed: ", this.removed);
		if (this.routing) {
			parts.add("Routes or default models changed.");
		}
		add(parts, "Only after the next start: ", this.atNextStart);
		return parts.isEmpty() ? "Nothing changed." : String.join(" ", parts);
	}

	private static void add(List<String> parts, String what, Set<String> names) {
		if (!names.isEmpty()) {
			parts.add(what + String.join(", ", new TreeSet<>(names)) + ".");
		}
	}

}
