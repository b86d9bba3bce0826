/**
 * A sample application: a route over services that fail, one of which can be killed.
 */
@NullMarked
package io.github.llmspring.samples.routing;

import org.jspecify.annotations.NullMarked;
