package io.dreamcacher.bench;

import io.dreamcacher.language.ParserTraining;
import io.dreamcacher.language.Treebank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Trains the parser of English prompts, and says how well one does that did not see a tenth of them. */
final class ParserFit {
    private static final long SEED = 1;
    private static final int TENTH = 10;

    private ParserFit() {}

    /** Arguments: the project's folder. */
    public static void main(String[] arguments) throws IOException {
        Path language = Path.of(arguments[0], "language");
        Treebank all = Treebank.read(language.resolve("training/prompts.conll.gz"));
        Predicate<String> held = prompt -> Math.floorMod(prompt.hashCode(), TENTH) == 0;
        byte[] most = new ParserTraining(SEED).train(all.of(held.negate()));
        System.out.printf("Of the words of prompts it did not see, %.1f %% have the right head and function.%n",
                100 * ParserTraining.accuracy(most, all.of(held)));
        byte[] model = new ParserTraining(SEED).train(all);
        Files.write(language.resolve("src/main/resources/io/dreamcacher/language/parser.bin"), model);
    }
}
