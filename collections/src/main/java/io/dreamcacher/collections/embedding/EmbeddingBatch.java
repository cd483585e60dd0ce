package io.dreamcacher.collections.embedding;

import io.dreamcacher.datasets.file.Defect;
import io.dreamcacher.datasets.image.ImageEntry;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.image.ImageFileReader;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Things that go through the network together. */
final class EmbeddingBatch {
    private final List<VectorEntry> entries = new ArrayList<>();
    private final List<Defect> defects = new ArrayList<>();
    private final List<ImageEntry> images = new ArrayList<>();
    private final List<BufferedImage> pixels = new ArrayList<>();
    private final List<EmbeddingItem.PromptItem> prompts = new ArrayList<>();

    /** Reads and encodes. */
    EmbeddingBatch(List<EmbeddingItem> items, SearchEncoder encoder, ImageFileReader reader) {
        for (EmbeddingItem item : items) {
            switch (item) {
                case EmbeddingItem.ImageItem(ImageEntry entry, long bytes) -> read(entry, reader);
                case EmbeddingItem.PromptItem prompt -> prompts.add(prompt);
            }
        }
        encodeImages(encoder);
        encodePrompts(encoder);
    }

    /** In the order of the things, those of images first. */
    List<VectorEntry> entries() {
        return entries;
    }

    /** Images that could not be read. */
    List<Defect> defects() {
        return defects;
    }

    private void read(ImageEntry entry, ImageFileReader reader) {
        try {
            pixels.add(reader.read(entry.file()));
            images.add(entry);
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.EXHAUSTED) {
                throw e;
            }
            defects.add(new Defect(entry.file(), "the image", e.getMessage()));
        }
    }

    private void encodeImages(SearchEncoder encoder) {
        List<Embedding> vectors = encoder.encodeImages(pixels);
        for (int i = 0; i < vectors.size(); i++) {
            ImageEntry image = images.get(i);
            entries.add(new VectorEntry(image.key(), Optional.of(vectors.get(i)), Optional.empty(), image.caption(),
                    Map.of()));
        }
    }

    private void encodePrompts(SearchEncoder encoder) {
        List<EncodedPrompt> vectors = encoder
                .encodePrompts(prompts.stream().map(EmbeddingItem.PromptItem::text).toList());
        for (int i = 0; i < vectors.size(); i++) {
            EmbeddingItem.PromptItem prompt = prompts.get(i);
            entries.add(
                    new VectorEntry(prompt.id(), Optional.empty(), vectors.get(i).text(), Optional.of(prompt.text()),
                            prompt.metadata()));
        }
    }
}
