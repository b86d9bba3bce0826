/**
 * What stands between a provider's events and who reads them.
 */
@NullMarked
package io.github.llmspring.events;

import org.jspecify.annotations.NullMarked;
