package io.github.llmspring.samples.routing;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The services of the route. A provider that is a bean replaces the configured one of the
 * same name; retries and circuit breaker stay as configured.
 */
@Configuration(proxyBeanMethods = false)
class Services {

	@Bean
	Service north(Environment environment) {
		return Service.of("north", environment);
	}

	@Bean
	Service east(Environment environment) {
		return Service.of("east", environment);
	}

	@Bean
	Service south(Environment environment) {
		return Service.of("south", environment);
	}

}
