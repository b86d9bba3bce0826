package io.github.llmspring.redaction;

/**
 * Takes out private keys in the form of PEM files, also when their end is missing.
 */
final class PrivateKeys implements Rule {

	private static final String BEGIN = "-----BEGIN ";

	private static final String END = "-----END ";

	private static final String DASHES = "-----";

	private static final int LONGEST_LABEL = 60;

	@Override
	public String apply(String text) {
		int begin = text.indexOf(BEGIN);
		if (begin < 0) {
			return text;
		}
		StringBuilder masked = new StringBuilder(text.length());
		int kept = 0;
		while (begin >= 0) {
			int label = begin + BEGIN.length();
			int end = isPrivateKey(text, label) ? end(text, label) : label;
			masked.append(text, kept, begin).append((end > label) ? MASK : BEGIN);
			kept = end;
			begin = text.indexOf(BEGIN, end);
		}
		return masked.append(text, kept, text.length()).toString();
	}

	private static boolean isPrivateKey(String text, int label) {
		int end = text.indexOf(DASHES, label);
		return text.substring(label, Math.min((end < 0) ? text.length() : end, label + LONGEST_LABEL))
			.contains("PRIVATE KEY");
	}

	private static int end(String text, int from) {
		int end = text.indexOf(END, from);
		int dashes = (end < 0) ? -1 : text.indexOf(DASHES, end + END.length());
		return (dashes < 0) ? text.length() : dashes + DASHES.length();
	}

}
