package io.github.llmspring.budget;

/**
 * Is told of all spending as it happens. It is told on the thread of the exchange, so it
 * neither waits nor fails.
 */
@FunctionalInterface
public interface SpendingListener {

	/**
	 * Something was spent.
	 * @param spent what
	 */
	void spent(Spent spent);

}
