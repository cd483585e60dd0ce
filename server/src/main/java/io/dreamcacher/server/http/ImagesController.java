package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.api.Paths;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.DreamMemory;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Image files; a name never stands for another image, so a browser need not ask twice. */
@RestController
final class ImagesController {
    private static final CacheControl FOR_EVER = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    /** Of a scope that not everybody reads: no cache between may keep it, and a browser asks whether it still may. */
    private static final CacheControl ONE_S_OWN = CacheControl.noCache().cachePrivate();

    private final DreamMemory memory;

    ImagesController(DreamMemory memory) {
        this.memory = memory;
    }

    /** @param size of a thumbnail's longest side; 0 for the image itself */
    @GetMapping(Paths.API + "/images/{id}.png")
    ResponseEntity<byte[]> image(Access access, @PathVariable String id, @RequestParam(defaultValue = "0") int size) {
        Generation generation = memory.generation(access, new GenerationId(id))
                .orElseThrow(() -> GenerationsController.unknown(new GenerationId(id)));
        ImageFile file = (size == 0 ? memory.image(access, generation) : memory.thumbnail(access, generation, size))
                .orElseThrow(() -> GenerationsController.unknown(generation.id()));
        return ResponseEntity.ok()
                .cacheControl(generation.scope().equals(Scope.PUBLIC) ? FOR_EVER : ONE_S_OWN)
                .eTag(size == 0 ? sha256(generation, file) : file.sha256())
                .contentType(MediaType.parseMediaType(file.type().value()))
                .body(file.bytes());
    }

    private static String sha256(Generation generation, ImageFile file) {
        return generation.file().sha256().orElseGet(file::sha256);
    }
}
