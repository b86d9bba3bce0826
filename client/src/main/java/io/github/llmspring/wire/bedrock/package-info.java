/**
 * The wire format {@code bedrock-converse}: conversations of Amazon Bedrock, one form for
 * models of many makers, whose streams are binary messages.
 */
@NullMarked
package io.github.llmspring.wire.bedrock;

import org.jspecify.annotations.NullMarked;
