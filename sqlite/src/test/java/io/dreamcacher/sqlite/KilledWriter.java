package io.dreamcacher.sqlite;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.testkit.Samples;
import java.nio.file.Path;

/**
 * A process that writes until it is killed, and prints a line for each step: {@code added ID} once that is durable,
 * {@code deleting ID} before and {@code deleted ID} after a deletion.
 */
final class KilledWriter {
    private KilledWriter() {}

    /** Arguments: the catalogue's file, a seed, a folder for the native library. */
    public static void main(String[] arguments) {
        NativeLibrary.unpackIn(Path.of(arguments[2]));
        Samples samples = new Samples(Long.parseLong(arguments[1]));
        Catalogue catalogue = SqliteCatalogue.open(Path.of(arguments[0]));
        for (long i = 0;; i++) {
            Generation generation = samples.generation(Scope.PUBLIC, "boat " + i % 10);
            catalogue.add(Access.LOCAL, generation, samples.vectors());
            say("added " + generation.id());
            if (i % 5 == 4) {
                say("deleting " + generation.id());
                catalogue.delete(Access.LOCAL, generation.id());
                say("deleted " + generation.id());
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
