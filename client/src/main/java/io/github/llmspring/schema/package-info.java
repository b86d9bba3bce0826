/**
 * JSON Schemas of Java types, and JSON that is checked against a schema before it becomes
 * a value.
 */
@NullMarked
package io.github.llmspring.schema;

import org.jspecify.annotations.NullMarked;
