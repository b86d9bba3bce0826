/**
 * The one place where providers, what surrounds them and the client are put together.
 */
@NullMarked
package io.github.llmspring.assembly;

import org.jspecify.annotations.NullMarked;
