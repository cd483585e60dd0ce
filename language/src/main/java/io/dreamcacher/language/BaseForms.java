package io.dreamcacher.language;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a word may be a form of, by WordNet's irregular forms and rules of detachment (Morphy, wnb(7WN) of WordNet 3.1), in the order and with the details of
 * extJWNL 2.0.5: a word with other signs than letters is taken apart at them as well.
 */
final class BaseForms {
    private static final Pattern OTHER_SIGNS = Pattern.compile("[^a-z']+");

    private final WordNetFile words;
    private final List<Ending> endings;

    /** An ending of a form, and that of what it is a form of. */
    private record Ending(String form, String base) {}

    /**
     * Of a class of words.
     *
     * @param rules {@code form=base}, with blanks between
     */
    BaseForms(WordNetFile words, String rules) {
        this.words = words;
        this.endings = Pattern.compile(" ")
                .splitAsStream(rules)
                .filter(rule -> !rule.isEmpty())
                .map(rule -> new Ending(rule.substring(0, rule.indexOf('=')), rule.substring(rule.indexOf('=') + 1)))
                .toList();
    }

    List<String> of(String word) {
        Set<String> forms = new LinkedHashSet<>(words.bases(word));
        detach(word, forms);
        List<List<String>> pieces = new ArrayList<>();
        OTHER_SIGNS.splitAsStream(word).filter(piece -> !piece.isEmpty()).forEach(piece -> pieces.add(ofPiece(piece)));
        for (int first = 0; first < pieces.size(); first++) {
            for (int last = pieces.size() - 1; last >= first; last--) {
                join(pieces.subList(first, last + 1), forms);
            }
        }
        return List.copyOf(forms);
    }

    private List<String> ofPiece(String piece) {
        Set<String> forms = new LinkedHashSet<>(List.of(piece));
        forms.addAll(words.bases(piece));
        detach(piece, forms);
        return List.copyOf(forms);
    }

    private void detach(String word, Set<String> forms) {
        for (Ending ending : endings) {
            if (word.endsWith(ending.form())) {
                String base = word.substring(0, word.length() - ending.form().length()) + ending.base();
                if (words.has(base)) {
                    forms.add(base);
                }
                forms.addAll(words.bases(base));
            }
        }
    }

    /** Pieces joined where that is a word: by blanks or nothing, or by hyphens or nothing. */
    private void join(List<List<String>> pieces, Set<String> forms) {
        if (pieces.size() == 1) {
            pieces.getFirst().stream().filter(words::has).forEach(forms::add);
            return;
        }
        for (List<String> chosen : choices(pieces)) {
            for (String sign : List.of(" ", "-")) {
                joined(chosen, sign).filter(words::has).forEach(forms::add);
            }
        }
    }

    /** One form of each piece, in every way. */
    private static List<List<String>> choices(List<List<String>> pieces) {
        List<List<String>> chosen = List.of(List.of());
        for (List<String> piece : pieces) {
            chosen = chosen.stream()
                    .flatMap(before -> piece.stream()
                            .map(form -> Stream.concat(before.stream(), Stream.of(form)).toList()))
                    .toList();
        }
        return chosen;
    }

    private static Stream<String> joined(List<String> pieces, String sign) {
        Stream<String> joined = Stream.of(pieces.getFirst());
        for (String next : pieces.subList(1, pieces.size())) {
            joined = joined.flatMap(before -> Stream.of(before + sign + next, before + next));
        }
        return joined;
    }
}
