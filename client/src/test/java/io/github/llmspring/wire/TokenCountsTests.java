package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.llmspring.Cost;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;

import static org.assertj.core.api.Assertions.assertThat;

class TokenCountsTests {

	private final TokenCounts counts = new TokenCounts();

	private void read(String json) {
		read(this.counts, json);
	}

	private static void read(TokenCounts counts, String json) {
		try (JsonParser parser = Json.ofDepth(10).parser(json.getBytes(StandardCharsets.UTF_8))) {
			parser.nextToken();
			counts.read(parser);
			assertThat(parser.nextToken()).isNull();
		}
	}

	@Test
	void namesOfNestedCountsAreJoined() {
		read("{\"a\":1,\"b\":{\"c\":2,\"d\":{\"e\":3}},\"f\":4}");
		assertThat(this.counts.all()).isEqualTo(Map.of("a", 1L, "b.c", 2L, "b.d.e", 3L, "f", 4L));
	}

	@Test
	void namesAreJoinedHoweverManyThereAre() {
		String fields = IntStream.range(0, 3000)
			.mapToObj((index) -> "\"n" + index + "\":" + index)
			.collect(Collectors.joining(","));
		read("{\"details\":{" + fields + "}}");
		assertThat(this.counts.all()).hasSize(3000)
			.containsEntry("details.n0", 0L)
			.containsEntry("details.n2999", 2999L);
	}

	@Test
	void whatIsNoCountIsIgnored() {
		read("{\"a\":\"text\",\"b\":null,\"c\":1.5,\"d\":[{\"tokens\":1},2],\"e\":true,\"f\":0}");
		assertThat(this.counts.all()).isEqualTo(Map.of("f", 0L));
	}

	@Test
	void usageMayBeAnything() {
		for (String json : new String[] { "null", "7", "[{\"a\":1}]", "\"x\"", "{}" }) {
			read(json);
		}
		assertThat(this.counts.all()).isEmpty();
	}

	@Test
	void laterCountReplacesEarlierCountAndNullChangesNothing() {
		read("{\"a\":1,\"b\":2}");
		read("{\"a\":5,\"b\":null}");
		assertThat(this.counts.all()).isEqualTo(Map.of("a", 5L, "b", 2L));
	}

	@Test
	void firstKnownNameCounts() {
		read("{\"b\":2,\"c\":3}");
		assertThat(this.counts.get("a", "b", "c")).isEqualTo(2);
		assertThat(this.counts.get("a")).isNull();
	}

	@Test
	void sumIsUnknownOnlyWithoutItsFirstCount() {
		assertThat(TokenCounts.sum(1L, null, 2L)).isEqualTo(3);
		assertThat(TokenCounts.sum(0L)).isZero();
		assertThat(TokenCounts.sum(null, 2L)).isNull();
	}

	@Test
	void figureThatTheServiceChargesIsACostAndNoCount() {
		TokenCounts priced = new TokenCounts(Dialect.of(Map.of("cost-field", "cost")));
		read(priced, "{\"a\":1,\"cost\":4e-05,\"inner\":{\"cost\":9}}");
		assertThat(priced.cost()).isEqualTo(Cost.usd("0.00004"));
		assertThat(priced.all()).isEqualTo(Map.of("a", 1L, "inner.cost", 9L));
	}

	@Test
	void figureMayStandWithinAnotherAndCountPartsOfADollar() {
		TokenCounts nested = new TokenCounts(Dialect.of(Map.of("cost-field", "cost.total")));
		read(nested, "{\"cost\":{\"input\":0.001,\"total\":0.00528}}");
		assertThat(nested.cost()).isEqualTo(Cost.usd("0.00528"));
		TokenCounts small = new TokenCounts(Dialect.of(Map.of("cost-field", "ticks", "cost-decimals", 10)));
		read(small, "{\"ticks\":11706000}");
		assertThat(small.cost()).isEqualTo(Cost.usd("0.0011706"));
	}

	@Test
	void figureOfAServiceThatIsNotKnownToTellOneIsNoCost() {
		read("{\"cost\":0,\"cost_in_usd_ticks\":0}");
		assertThat(this.counts.cost()).isNull();
	}

	@Test
	void figureThatIsNoneIsUnknown() {
		TokenCounts priced = new TokenCounts(Dialect.of(Map.of("cost-field", "cost")));
		read(priced, "{\"cost\":null}");
		read(priced, "{\"cost\":\"0.5\"}");
		read(priced, "{\"cost\":-1}");
		assertThat(priced.cost()).isNull();
	}

}
