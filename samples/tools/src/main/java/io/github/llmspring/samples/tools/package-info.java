/**
 * A sample application: an assistant that looks things up with tools.
 */
@NullMarked
package io.github.llmspring.samples.tools;

import org.jspecify.annotations.NullMarked;
