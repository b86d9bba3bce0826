/**
 * Answers that are values of Java types: asked for, checked, mended and read while they
 * arrive.
 */
@NullMarked
package io.github.llmspring.entity;

import org.jspecify.annotations.NullMarked;
