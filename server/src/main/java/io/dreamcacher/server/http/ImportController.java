package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.api.ImageImport;
import io.dreamcacher.api.Paths;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.memory.Arrival;
import io.dreamcacher.memory.DreamMemory;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Images from elsewhere, for those who administer the memory. */
@RestController
final class ImportController {
    private final DreamMemory memory;
    private final ServiceLimits limits;
    private final InstantSource clock;

    ImportController(DreamMemory memory, ServiceLimits limits, InstantSource clock) {
        this.memory = memory;
        this.limits = limits;
        this.clock = clock;
    }

    @PostMapping(path = Paths.API + "/images", consumes = "multipart/form-data")
    ImageImport.Imported take(Access access, @RequestPart MultipartFile image, @RequestParam String key,
            @RequestParam(defaultValue = "") String caption, @RequestParam(required = false) Optional<Instant> made)
            throws IOException {
        checkLength("caption", caption);
        checkLength("key", key);
        ImageImport given = new ImageImport(key, image.getBytes(), Optional.of(caption),
                made.orElseGet(clock::instant));
        Arrival arrival = memory.takeIn(access, List.of(given.given())).getFirst();
        if (arrival instanceof Arrival.Refused refused) {
            throw DreamCacherException.badRequest(refused.reason());
        }
        return ImageImport.Imported.of(arrival);
    }

    private void checkLength(String name, String text) {
        if (text.length() > limits.promptCharacters()) {
            throw DreamCacherException.badRequest("%s may have %,d characters, but has %,d; shorten it."
                    .formatted(name, limits.promptCharacters(), text.length()));
        }
    }
}
