/**
 * A sample application: ask any configured model, whole or streamed.
 */
@NullMarked
package io.github.llmspring.samples.chat;

import org.jspecify.annotations.NullMarked;
