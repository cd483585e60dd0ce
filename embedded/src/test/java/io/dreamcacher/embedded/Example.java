package io.dreamcacher.embedded;

import io.dreamcacher.access.Access;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program of the README, which shows these lines. */
final class Example {
    private Example() {}

    public static void main(String[] arguments) throws Exception {
        try (DreamCacher dreams = DreamCacher.open(Path.of("memory"))) {
            var image = dreams.answer("a red sailing boat on the sea at sunset").images().getFirst();
            System.out.println(image.outcome().name() + ": " + image.reason());
            var file = dreams.memory().image(Access.LOCAL, image.id().orElseThrow());
            Files.write(Path.of("boat.png"), file.orElseThrow().bytes());
        }
    }
}
