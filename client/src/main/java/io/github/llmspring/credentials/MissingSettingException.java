package io.github.llmspring.credentials;

/**
 * Credentials of a kind that needs to know something that is not configured.
 */
public final class MissingSettingException extends RuntimeException {

	private final String setting;

	/**
	 * Missing setting.
	 * @param setting its name as in the configuration of a provider, with dashes
	 */
	public MissingSettingException(String setting) {
		super("'" + setting + "' is not set");
		this.setting = setting;
	}

	/**
	 * Setting to add.
	 * @return its name
	 */
	public String setting() {
		return this.setting;
	}

}
