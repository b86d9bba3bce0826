package io.github.llmspring.wire;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TreeNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a generator asks when it is given a whole value. The mapper is asked only then:
 * its own generators begin with all that serializing needs, and most documents are
 * written token by token.
 */
final class ValuesByMapper extends ObjectWriteContext.Base {

	private final JsonMapper mapper;

	ValuesByMapper(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public void writeValue(JsonGenerator generator, Object value) {
		this.mapper.writeValue(generator, value);
	}

	@Override
	public void writeTree(JsonGenerator generator, TreeNode tree) {
		this.mapper.writeValue(generator, tree);
	}

}
