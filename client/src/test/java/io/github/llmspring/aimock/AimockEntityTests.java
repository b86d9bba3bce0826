package io.github.llmspring.aimock;

import java.time.Duration;
import java.util.List;

import io.github.llmspring.ChatPrompt;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values of Java types from a server of others.
 */
@ExtendWith(AimockExtension.class)
class AimockEntityTests {

	private static final City OSLO = new City("Oslo", 717710);

	@ParameterizedTest
	@EnumSource
	void answerIsAValue(Service service, Aimock aimock) {
		try (Caller caller = new Caller(aimock, service)) {
			assertThat(prompt(caller).entity(City.class)).isEqualTo(OSLO);
			assertThat(caller.requests()).hasSize(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void valueGrowsWhileItArrives(Service service, Aimock aimock) {
		try (Caller caller = new Caller(aimock, service)) {
			List<City> values = prompt(caller).stream().entity(City.class).collectList().block(Duration.ofSeconds(30));
			assertThat(values).hasSizeGreaterThan(2).doesNotHaveDuplicates().last().isEqualTo(OSLO);
		}
	}

	private static ChatPrompt prompt(Caller caller) {
		return caller.client().prompt("Describe Oslo.");
	}

	record City(String name, int population) {
	}

}
