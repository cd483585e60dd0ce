package io.dreamcacher.cli.commands;

import io.dreamcacher.api.GenerationList;
import io.dreamcacher.api.GenerationList.RememberedImage;
import io.dreamcacher.api.Json;
import io.dreamcacher.api.PromptList;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.terminal.Pace;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.image.Png;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Writes everything that is remembered into a folder. */
final class ExportRun {
    private static final int PAGE = 500;

    private final MemoryAccess memory;
    private final Path target;
    private final Form form;
    private long images;
    private long prompts;
    private long missing;

    /**
     * How things are written.
     *
     * @param sorted by prompts and settings instead of time
     * @param withoutId whether names are left out
     * @param withoutTime whether times are left out
     */
    record Form(boolean sorted, boolean withoutId, boolean withoutTime) {
        boolean isBare() {
            return withoutId || withoutTime;
        }
    }

    /**
     * What was written.
     *
     * @param missing images that are remembered, but have no file
     */
    record Tally(long images, long prompts, long missing) {}

    ExportRun(MemoryAccess memory, Path target, Form form) {
        this.memory = memory;
        this.target = target;
        this.form = form;
    }

    /** @throws DreamCacherException {@code BAD_REQUEST} where the folder has something in it or cannot be written */
    Tally run(ExportTarget.Layout layout, ProgressLine line) {
        try (ExportTarget out = ExportTarget.open(layout, target)) {
            writeImages(out, line);
            writePrompts(out);
        } catch (IOException e) {
            throw DreamCacherException.badRequest(
                    "An export needs a folder with room that may be written, but %s failed (%s); name another one."
                            .formatted(target, e));
        }
        return new Tally(images, prompts, missing);
    }

    private void writeImages(ExportTarget out, ProgressLine line) throws IOException {
        long total = memory.stats().held().generations();
        Pace pace = new Pace();
        Receiver receiver = image -> {
            write(out, image);
            line.show(images, total, pace.said(0, images, total));
        };
        if (!form.sorted) {
            pages(receiver);
            return;
        }
        List<RememberedImage> all = new ArrayList<>();
        pages(all::add);
        all.sort(Comparator.comparing(ExportRun::order));
        for (RememberedImage image : all) {
            receiver.take(image);
        }
    }

    /** The same of the same request, whenever and under whatever name it was made. */
    private static String order(RememberedImage image) {
        ObjectNode fields = Json.STRICT.valueToTree(image);
        fields.remove(List.of("id", "path", "createdAt", "milliseconds", "refinedFrom", "sizeBytes"));
        return image.prompt() + "\0" + fields;
    }

    private interface Receiver {
        void take(RememberedImage image) throws IOException;
    }

    private void pages(Receiver receiver) throws IOException {
        Optional<String> before = Optional.empty();
        do {
            GenerationList page = memory.images(before, PAGE);
            for (RememberedImage image : page.generations()) {
                receiver.take(image);
            }
            before = page.next();
        } while (before.isPresent());
    }

    private void write(ExportTarget out, RememberedImage image) throws IOException {
        Optional<byte[]> bytes = memory.image(image.id());
        if (bytes.isEmpty()) {
            missing++;
            return;
        }
        String name = fileName(image, bytes.get());
        out.image(name, form.isBare() ? bare(bytes.get(), name) : bytes.get(), fields(image));
        images++;
    }

    private ObjectNode fields(RememberedImage image) {
        ObjectNode fields = Json.STRICT.valueToTree(image);
        fields.remove(form.withoutId ? List.of("id", "path", "refinedFrom") : List.of("path"));
        if (form.withoutTime) {
            fields.remove(List.of("createdAt", "milliseconds"));
        }
        if (form.isBare()) {
            fields.remove("sizeBytes");
        }
        return fields;
    }

    /** A generator may have given WebP or JPEG. */
    private String fileName(RememberedImage image, byte[] bytes) {
        return form.isBare()
                ? "images/%s.png".formatted(form.withoutId ? "%09d".formatted(images) : image.id())
                : "images/%s.%s".formatted(image.id(),
                        ImageFileReader.DEFAULT.header(bytes, image.id()).type().fileEnding());
    }

    /** Nothing but the pixels. */
    private static byte[] bare(byte[] bytes, String name) {
        return Png.encode(ImageFileReader.DEFAULT.read(bytes, name));
    }

    private void writePrompts(ExportTarget out) throws IOException {
        Optional<String> after = Optional.empty();
        do {
            PromptList page = memory.prompts(after, PAGE);
            for (PromptList.Known prompt : page.prompts()) {
                ObjectNode fields = Json.STRICT.valueToTree(prompt);
                if (form.withoutId || prompt.image().isEmpty()) {
                    fields.remove("image");
                }
                out.prompt(fields);
                prompts++;
            }
            after = page.next();
        } while (after.isPresent());
    }
}
