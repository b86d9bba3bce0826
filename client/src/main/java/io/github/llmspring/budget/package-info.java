/**
 * What calls cost, what was spent, and budgets that bound it.
 */
@NullMarked
package io.github.llmspring.budget;

import org.jspecify.annotations.NullMarked;
