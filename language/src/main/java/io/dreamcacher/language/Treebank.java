package io.dreamcacher.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * Prompts whose syntax is known. Immutable.
 *
 * <p>As a file, compressed by gzip: for each prompt a line {@code # prompt}, then a line for each word with its text, its class, its
 * dictionary form, the number of its head from 1 (0 for a word that depends on none) and its label by ClearNLP 3, with tabs between, then an
 * empty line.
 */
public final class Treebank {
    private static final String INTRODUCTION = "# ";

    private final List<Sentence> sentences;

    private Treebank(List<Sentence> sentences) {
        this.sentences = List.copyOf(sentences);
    }

    /**
     * A prompt that was read.
     *
     * @param prompt as it is written
     * @param words of it
     * @param syntax of the words
     */
    record Sentence(String prompt, List<TaggedWord> words, Syntax syntax) {}

    /**
     * Reads a file.
     *
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when it is of another form
     */
    public static Treebank read(Path file) throws IOException {
        List<Sentence> sentences = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            String prompt = "";
            List<String[]> rows = new ArrayList<>();
            for (String line : (Iterable<String>) lines.lines()::iterator) {
                if (line.startsWith(INTRODUCTION)) {
                    prompt = line.substring(INTRODUCTION.length());
                } else if (!line.isEmpty()) {
                    rows.add(line.split("\t", -1));
                } else if (!rows.isEmpty()) {
                    sentences.add(sentence(prompt, rows));
                    rows.clear();
                }
            }
        }
        return new Treebank(sentences);
    }

    private static Sentence sentence(String prompt, List<String[]> rows) {
        List<TaggedWord> words = new ArrayList<>();
        List<Integer> heads = new ArrayList<>();
        List<Syntax.Function> functions = new ArrayList<>();
        for (String[] row : rows) {
            if (row.length < 5) {
                throw new IllegalArgumentException(
                        "a word must have 5 columns, found %d in \"%s\"".formatted(row.length, prompt));
            }
            words.add(new TaggedWord(row[0], PartOfSpeech.valueOf(row[1]), row[2]));
            int head = Integer.parseInt(row[3]) - 1;
            heads.add(head);
            Syntax.Function function = Syntax.Function.ofLabel(row[4]);
            functions.add(head == Syntax.ROOT
                    ? Syntax.Function.ROOT
                    : function == Syntax.Function.ROOT ? Syntax.Function.OTHER : function);
        }
        return new Sentence(prompt, words, new Syntax(heads, functions));
    }

    /** Only the prompts that pass. */
    public Treebank of(Predicate<String> prompts) {
        return new Treebank(sentences.stream().filter(sentence -> prompts.test(sentence.prompt())).toList());
    }

    List<Sentence> sentences() {
        return sentences;
    }
}
