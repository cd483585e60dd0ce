package io.dreamcacher.diffusion.tokenizer;

import java.util.HashMap;
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
    private final Map<Long, Merge> merges;

    private Vocabulary(Map<String, Integer> ids, String[] tokens, Map<Long, Merge> merges) {
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
        Map<Long, Merge> merges = HashMap.newHashMap(pairs.size());
        for (int rank = 0; rank < pairs.size(); rank++) {
            String pair = pairs.get(rank);
            int space = pair.indexOf(' ');
            if (space < 1 || space == pair.length() - 1 || pair.indexOf(' ', space + 1) >= 0)
                throw new IllegalArgumentException("Merge %d must be two tokens; found \"%s\"".formatted(rank, pair));
            String left = pair.substring(0, space);
            String right = pair.substring(space + 1);
            Merge merge = new Merge(rank, id(ids, left + right, pair));
            merges.putIfAbsent(key(id(ids, left, pair), id(ids, right, pair)), merge);
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

    /** What two neighbouring tokens become, or {@link Merge#NONE}. */
    Merge merge(int left, int right) {
        return merges.getOrDefault(key(left, right), Merge.NONE);
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | right;
    }

    /**
     * What two neighbours become.
     *
     * @param rank
     *            its place in the file; lower ones are applied first
     * @param id
     *            the token that replaces both
     */
    record Merge(int rank, int id) {
        static final Merge NONE = new Merge(Integer.MAX_VALUE, -1);
    }
}
