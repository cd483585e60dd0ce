package io.dreamcacher.diffusion.tokenizer;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The tokens of one model and the merges that build them. Tokens are written in the byte alphabet of GPT-2; one that
 * ends a word ends with {@code </w>}. Immutable and thread-safe.
 */
final class Vocabulary {
    /** Ends every token that ends a word. */
    static final String END_OF_WORD = "</w>";

    private final Map<String, Integer> ids;
    private final String[] tokens;
    private final MergeTable merges;

    private Vocabulary(Map<String, Integer> ids, String[] tokens, MergeTable merges) {
        this.ids = ids;
        this.tokens = tokens;
        this.merges = merges;
    }

    /**
     * A vocabulary.
     *
     * @param ids
     *            token to id, 0 to size - 1, each once; kept, not copied
     * @param pairs
     *            two tokens with a space between, in order of precedence
     * @throws IllegalArgumentException
     *             with a sentence if the ids have a gap or a merge names a token that is not there
     */
    static Vocabulary of(Map<String, Integer> ids, List<String> pairs) {
        MergeTable merges = new MergeTable(pairs.size());
        for (int rank = 0; rank < pairs.size(); rank++) {
            String pair = pairs.get(rank);
            int space = pair.indexOf(' ');
            if (space < 1 || space == pair.length() - 1 || pair.indexOf(' ', space + 1) >= 0)
                throw new IllegalArgumentException("Merge %d must be two tokens; found \"%s\"".formatted(rank, pair));
            String left = pair.substring(0, space);
            String right = pair.substring(space + 1);
            merges.add(id(ids, left, pair), id(ids, right, pair), rank, id(ids, left.concat(right), pair));
        }
        return new Vocabulary(ids, byId(ids), merges);
    }

    private static int id(Map<String, Integer> ids, String token, String pair) {
        Integer id = ids.get(token);
        if (id == null)
            throw new IllegalArgumentException(
                    "The merge \"%s\" needs the token \"%s\", which the vocabulary lacks".formatted(pair, token));
        return id;
    }

    private static String[] byId(Map<String, Integer> ids) {
        String[] tokens = new String[ids.size()];
        ids.forEach((token, id) -> {
            if (id < 0 || id >= tokens.length)
                throw new IllegalArgumentException("%d tokens must have the ids 0 to %d; found %d for \"%s\""
                        .formatted(tokens.length, tokens.length - 1, id, token));
            tokens[id] = token;
        });
        return tokens;
    }

    /** How many tokens there are. */
    int size() {
        return tokens.length;
    }

    /** The id of a token; empty if there is none of this spelling. */
    OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** The spelling of a token. */
    String token(int id) {
        return tokens[id];
    }

    /**
     * What two neighbouring tokens become: the rank of their merge in the upper half, lower ones being applied first,
     * and the token that replaces both in the lower half; {@link MergeTable#NONE} if they stay apart.
     */
    long merge(int left, int right) {
        return merges.find(left, right);
    }
}
