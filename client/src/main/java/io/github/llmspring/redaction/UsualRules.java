package io.github.llmspring.redaction;

import java.util.List;

/**
 * What is taken out of every text.
 * <p>
 * The patterns never try a place in more than a bounded number of ways: what is repeated
 * is not given back, or is short.
 */
final class UsualRules {

	private static final String MARKED_KEY = "(?<![A-Za-z0-9])(?:"
			+ "(?:sk|pk|rk|gsk|hf|xai|pplx|csk|tgp|fw|r8|nvapi|glpat|gh[opsur]|github_pat|xox[abeoprs])[-_]"
			+ "|AIza|AKIA|ASIA|ya29\\.)[A-Za-z0-9_-]{8,}+";

	private static final String TOKEN = "(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]*+)?+";

	private static final String BEARER = "(?i)(?<![A-Za-z0-9])(bearer|basic)\\s{1,5}+[A-Za-z0-9._~+/=-]{8,}+";

	/**
	 * Where a word begins, also within a name such as {@code clientSecret}.
	 */
	private static final String BEGIN_OF_WORD = "(?:(?<![A-Za-z])|(?-i:(?<=[a-z])(?=[A-Z])))";

	/**
	 * What stands between a name and its value, also in JSON within JSON.
	 */
	private static final String ASSIGNED = "\\\\{0,3}+[\"']?+\\s{0,5}+[:=]\\s{0,5}+\\\\{0,3}+[\"']?+";

	private static final String AUTHORIZATION = "(?i)" + BEGIN_OF_WORD + "(authorization" + ASSIGNED
			+ ")[A-Za-z][A-Za-z0-9-]{0,30}+\\s{1,5}+[^\\s\"',;&]{4,}+";

	private static final String NAMED_SECRET = "(?i)(?:" + BEGIN_OF_WORD
			+ "(api[-_ ]?key|(?:secret|private|access)[-_ ]?(?:access[-_ ]?)?key"
			+ "|password|passwd|pwd|secret|token|authorization)|([?&]key))(" + ASSIGNED + ")[^\\s\"',;&]{4,}+";

	private static final String USER_OF_URL = "://[^\\s/@:]{0,100}+:[^\\s/@]{1,200}+@";

	private static final String ENCODED = "(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/=_-]{64,}+";

	private static final String MAIL = "[\\p{L}\\p{N}._%+'-]{1,64}+@(?:[\\p{L}\\p{N}-]{1,63}+\\.){1,8}\\p{L}{2,24}";

	static final List<Rule> ALL = List.of(new PrivateKeys(), PatternRule.of(BEARER, "$1 " + Rule.MASK),
			PatternRule.of(MARKED_KEY, Rule.MASK), PatternRule.of(TOKEN, Rule.MASK),
			PatternRule.of(AUTHORIZATION, "$1" + Rule.MASK), PatternRule.of(NAMED_SECRET, "$1$2$3" + Rule.MASK),
			PatternRule.of(USER_OF_URL, "://" + Rule.MASK + "@"), PatternRule.of(ENCODED, "[data]"),
			PatternRule.of(MAIL, Rule.MASK), new CardNumbers());

	private UsualRules() {
	}

}
