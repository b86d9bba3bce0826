/**
 * Providers reached over HTTP: presets of known services, settings, transport, framing.
 */
@NullMarked
package io.github.llmspring.http;

import org.jspecify.annotations.NullMarked;
