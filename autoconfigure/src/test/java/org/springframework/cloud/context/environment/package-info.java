/**
 * What stands for Spring Cloud in tests.
 */
@NullMarked
package org.springframework.cloud.context.environment;

import org.jspecify.annotations.NullMarked;
