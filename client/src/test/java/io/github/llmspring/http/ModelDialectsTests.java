package io.github.llmspring.http;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ReasoningControl;
import io.github.llmspring.ReasoningControl.Effort;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ModelDialects}.
 */
class ModelDialectsTests {

	private static final Dialect SERVICE = Dialect.of(Map.of("rejects", List.of("seed"), "models",
			List.of(Map.of("match", "strict.*", "rejects", List.of("stop")))));

	private final AtomicReference<Set<String>> rejects = new AtomicReference<>(Set.of("temperature", "seed"));

	private final ModelDialects dialects = new ModelDialects(SERVICE, (model) -> this.rejects.get());

	private static ChatRequest request(String model, ChatOptions.Builder options) {
		return ChatRequest.builder().model(model).options(options.build()).build();
	}

	private static ChatOptions.Builder warm() {
		return ChatOptions.builder().temperature(1.0);
	}

	private List<?> rejected(String model) {
		Dialect dialect = this.dialects.of(request(model, warm()));
		assertThat(dialect.forModel(model)).isSameAs(dialect);
		return dialect.get(DialectKey.REJECTS);
	}

	@Test
	void whatTheModelRejectsIsAddedToWhatTheServiceSays() {
		assertThat(rejected("m")).isEqualTo(List.of("seed", "temperature"));
		assertThat(rejected("strict-1")).isEqualTo(List.of("stop", "seed", "temperature"));
	}

	@Test
	void dialectOfAModelIsMadeOnceAndAnewWhenMoreIsKnown() {
		Dialect first = this.dialects.of(request("m", warm()));
		assertThat(this.dialects.of(request("m", warm()))).isSameAs(first);
		this.rejects.set(Set.of("top-p"));
		assertThat(rejected("m")).isEqualTo(List.of("seed", "top-p"));
		this.rejects.set(Set.of());
		assertThat(this.dialects.of(request("m", warm()))).isSameAs(SERVICE);
	}

	@Test
	void nobodyIsAskedAboutAModelWhereThereAreNoOptions() {
		ModelDialects unasked = new ModelDialects(SERVICE, (model) -> {
			throw new IllegalStateException("asked");
		});
		ChatRequest plain = ChatRequest.builder().model("m").build();
		assertThat(unasked.of(plain)).isSameAs(SERVICE);
		assertThat(unasked.fulfilled(plain)).isSameAs(plain);
	}

	@Test
	void modelThatCannotThinkFulfilsTheWishNotToThink() {
		this.rejects.set(Set.of("reasoning"));
		ChatRequest off = request("m", warm().reasoning(ReasoningControl.of(Effort.NONE)));
		assertThat(this.dialects.fulfilled(off).options()).isEqualTo(warm().build());
		ChatRequest on = request("m", warm().reasoning(ReasoningControl.of(Effort.LOW)));
		assertThat(this.dialects.fulfilled(on)).isSameAs(on);
		this.rejects.set(Set.of());
		assertThat(this.dialects.fulfilled(off)).isSameAs(off);
	}

}
