package io.dreamcacher.language;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
            join(pieces.subList(first, pieces.size()), forms);
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

    /**
     * The first pieces joined where that is a word, by blanks or nothing, or by hyphens or nothing; most pieces first. What no word begins with is not
     * joined any further, so that a name of a hundred pieces takes no longer than it must.
     */
    private void join(List<List<String>> pieces, Set<String> forms) {
        Deque<List<Joined>> byLength = new ArrayDeque<>();
        List<Joined> joined = pieces.getFirst().stream().flatMap(form -> Joined.of(form, words).stream()).toList();
        for (int next = 1; !joined.isEmpty(); next++) {
            byLength.push(joined);
            if (next == pieces.size()) {
                break;
            }
            List<String> piece = pieces.get(next);
            joined = joined.stream()
                    .flatMap(before -> piece.stream().flatMap(form -> before.and(form, words).stream()))
                    .toList();
        }
        byLength.forEach(some -> some.forEach(one -> one.all().filter(words::has).forEach(forms::add)));
    }

    /**
     * One form of each piece, joined in every way that a word begins with.
     *
     * @param byBlanks by blanks or nothing
     * @param byHyphens by hyphens or nothing
     */
    private record Joined(List<String> byBlanks, List<String> byHyphens) {
        static Optional<Joined> of(String form, WordNetFile words) {
            return words.begins(form) ? Optional.of(new Joined(List.of(form), List.of(form))) : Optional.empty();
        }

        /** With one more form; empty where no word begins so. */
        Optional<Joined> and(String form, WordNetFile words) {
            Joined more = new Joined(joined(byBlanks, " ", form, words), joined(byHyphens, "-", form, words));
            return more.byBlanks.isEmpty() && more.byHyphens.isEmpty() ? Optional.empty() : Optional.of(more);
        }

        private static List<String> joined(List<String> before, String sign, String form, WordNetFile words) {
            return before.stream()
                    .flatMap(text -> Stream.of(text + sign + form, text + form))
                    .filter(words::begins)
                    .toList();
        }

        Stream<String> all() {
            return Stream.concat(byBlanks.stream(), byHyphens.stream());
        }
    }
}
