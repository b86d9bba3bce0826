/**
 * A sample application: show an image or a file to any configured model and ask about it.
 */
@NullMarked
package io.github.llmspring.samples.vision;

import org.jspecify.annotations.NullMarked;
