package io.dreamcacher.bench;

import io.dreamcacher.gate.Guard;
import io.dreamcacher.language.EnglishComparer;
import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.PromptContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Compares every prompt of a folder with itself: whatever is found is a mistake of the reader that found it. */
final class GuardWithItself {
    private static final int SHOWN = 20;
    private static final Guard GUARD = new Guard();

    private GuardWithItself() {}

    /** Argument: a folder with files of prompts. */
    public static void main(String[] arguments) throws IOException {
        List<String> prompts = RealPrompts.in(Path.of(arguments[0])).all();
        List<String> found = prompts.stream().flatMap(prompt -> findings(prompt).stream()).toList();
        found.stream().limit(SHOWN).forEach(System.out::println);
        EnglishComparer comparer = EnglishComparer.open();
        long otherWords = prompts.stream().filter(prompt -> !isItself(comparer, PromptContent.of(prompt))).count();
        System.out.printf(
                "%,d prompts with themselves: %,d findings of the guard, %,d of other words or in another order%n",
                prompts.size(), found.size(), otherWords);
    }

    /** What the guard finds of a prompt as it is written, and of its content. */
    static List<String> findings(String prompt) {
        return Stream.of(prompt, PromptContent.of(prompt).text())
                .flatMap(text -> GUARD.findings(text, text).values().stream())
                .map(found -> found + " " + prompt)
                .toList();
    }

    private static boolean isItself(EnglishComparer comparer, PromptContent content) {
        Evidence evidence = comparer.prepare(content.text()).compare(content.text());
        return content.sameWords(PromptContent.of(content.text()))
                && Stream.of("extra-noun", "extra-adjective", "extra-verb", "order")
                        .allMatch(feature -> evidence.feature(feature).orElseThrow() == 0);
    }
}
