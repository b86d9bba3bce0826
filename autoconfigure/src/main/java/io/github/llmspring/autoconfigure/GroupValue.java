package io.github.llmspring.autoconfigure;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * A value where only a group of properties can stand, and why it may have come there.
 *
 * @param name the name with the value
 */
record GroupValue(ConfigurationPropertyName name) {

	private static final ConfigurationPropertyName PROVIDERS = ConfigurationPropertyName.of("llm.providers");

	/**
	 * What is wrong with it.
	 * @return a sentence
	 */
	String problem() {
		return lacksId() ? "The id of the provider is missing." : "It has a value, but it is a group of properties.";
	}

	/**
	 * How to mend it.
	 * @return a sentence
	 */
	String action() {
		String property = "." + this.name.getLastElement(Form.DASHED);
		return lacksId()
				? "Write '" + PROVIDERS + ".<id>" + property + "', such as '" + PROVIDERS + ".openai" + property + "'."
				: "Set the properties below '" + this.name + "'.";
	}

	/**
	 * Whether a property of a provider stands where its id belongs.
	 */
	private boolean lacksId() {
		return PROVIDERS.isParentOf(this.name)
				&& new PropertyNames(ProviderProperties.class).own().contains(this.name.getLastElement(Form.DASHED));
	}

}
