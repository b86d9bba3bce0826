package io.github.llmspring.http;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One piece of a request, as the service reads it that the request goes to.
 *
 * @param role who says it: system, user, assistant or tool
 * @param kind what it is
 * @param id the id of the call, empty for other kinds
 * @param value the arguments of a call or the text of a result, empty for other kinds
 */
record SwapPiece(String role, Kind kind, String id, String value) {

	enum Kind {

		TEXT, THOUGHT, CALL, RESULT

	}

	static SwapPiece text(String role) {
		return new SwapPiece(role, Kind.TEXT, "", "");
	}

	static SwapPiece thought() {
		return new SwapPiece("assistant", Kind.THOUGHT, "", "");
	}

	static SwapPiece call(String id, String arguments) {
		return new SwapPiece("assistant", Kind.CALL, id, arguments);
	}

	static SwapPiece result(String id, String text) {
		return new SwapPiece("tool", Kind.RESULT, id, text);
	}

	/**
	 * Values of the pieces of a kind.
	 */
	static List<String> values(List<SwapPiece> pieces, Kind kind) {
		return pieces.stream().filter((piece) -> piece.kind() == kind).map(SwapPiece::value).toList();
	}

	private static List<String> ids(List<SwapPiece> pieces, Kind kind) {
		return pieces.stream().filter((piece) -> piece.kind() == kind).map(SwapPiece::id).toList();
	}

	/**
	 * Checks what all services require: ids of an accepted form, no id twice, and the
	 * results of a turn's calls right after the turn, all of them and no others.
	 */
	static void check(List<SwapPiece> pieces, String idPattern) {
		assertThat(ids(pieces, Kind.CALL)).doesNotHaveDuplicates().allMatch((id) -> id.matches(idPattern));
		List<String> open = List.of();
		for (List<SwapPiece> turn : turns(pieces)) {
			assertThat(ids(turn, Kind.RESULT)).isEqualTo(open);
			open = ids(turn, Kind.CALL);
		}
		assertThat(open).isEmpty();
	}

	private static List<List<SwapPiece>> turns(List<SwapPiece> pieces) {
		List<List<SwapPiece>> turns = new ArrayList<>();
		String role = "";
		for (SwapPiece piece : pieces) {
			if (!piece.role().equals(role)) {
				turns.add(new ArrayList<>());
				role = piece.role();
			}
			turns.get(turns.size() - 1).add(piece);
		}
		return turns;
	}

}
