package io.dreamcacher.gate;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt cut into words, with the texts it puts in quotation marks taken out.
 *
 * @param tokens words in order
 * @param quoted texts to be written in the image, in order; a prompt that is one quotation quotes nothing
 */
record PromptText(List<Token> tokens, List<String> quoted) {
    private static final Pattern QUOTATION = Pattern.compile(
            "\"([^\"]+)\"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|(?<![\\p{L}\\p{N}])['‘]([^'’]+)['’](?![\\p{L}\\p{N}])");

    private static final Pattern WORD = Pattern
            .compile("\\p{N}+(?:[.:/]\\p{N}+)+|[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}&]*(?:['’]\\p{L}+)*");

    private static final Pattern CLAUSE_END = Pattern.compile("[^\\s\\-_'’]");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?:;\\n]");

    PromptText {
        tokens = List.copyOf(tokens);
        quoted = List.copyOf(quoted);
    }

    static PromptText of(String prompt) {
        String text = Normalizer.normalize(prompt, Normalizer.Form.NFKC).strip();
        List<String> quoted = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        Matcher matcher = QUOTATION.matcher(text);
        while (matcher.find()) {
            if (matcher.end() - matcher.start() == text.length()) {
                return new PromptText(tokens(text), List.of());
            }
            quoted.add(text.substring(matcher.start() + 1, matcher.end() - 1).strip());
            matcher.appendReplacement(rest, ", ");
        }
        matcher.appendTail(rest);
        return new PromptText(tokens(rest.toString()), quoted);
    }

    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        int end = 0;
        while (matcher.find()) {
            String gap = text.substring(end, matcher.start());
            boolean first = tokens.isEmpty();
            String word = Token.plain(matcher.group());
            tokens.add(new Token(word, English.singular(word), matcher.group(), first || CLAUSE_END.matcher(gap).find(),
                    first || SENTENCE_END.matcher(gap).find(), gap.equals("-")));
            end = matcher.end();
        }
        return tokens;
    }
}
