package io.dreamcacher.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.server.DreamCacherService;
import io.dreamcacher.server.RunningService;
import io.dreamcacher.server.ServiceOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

class RemoteAccessTest extends MemoryAccessContract {
    private @Nullable RunningService service;

    @Override
    MemoryAccess open(MemoryOptions options) {
        service = DreamCacherService.start(ServiceOptions.of(options).withPort(0));
        MemoryAccess memory = MemoryAccesses.open(options);
        assertThat(memory).isInstanceOf(RemoteAccess.class);
        return memory;
    }

    @AfterAll
    void stop() {
        if (service != null) {
            service.close();
        }
    }
}
