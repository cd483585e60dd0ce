package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.server.security.Paths;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Picture files; a name never stands for another picture, so a browser need not ask twice. */
@RestController
final class ImagesController {
    private static final CacheControl FOR_EVER = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final DreamMemory memory;

    ImagesController(DreamMemory memory) {
        this.memory = memory;
    }

    @GetMapping(Paths.API + "/images/{id}.png")
    ResponseEntity<byte[]> picture(Access access, @PathVariable String id) {
        GenerationId name = new GenerationId(id);
        ImageFile file = memory.image(access, name).orElseThrow(() -> GenerationsController.unknown(name));
        return ResponseEntity.ok()
                .cacheControl(FOR_EVER)
                .eTag(id)
                .contentType(MediaType.parseMediaType(file.type().value()))
                .body(file.bytes());
    }
}
