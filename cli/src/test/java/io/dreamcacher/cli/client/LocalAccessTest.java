package io.dreamcacher.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.embedded.MemoryOptions;

class LocalAccessTest extends MemoryAccessContract {
    @Override
    MemoryAccess open(MemoryOptions options) {
        MemoryAccess memory = MemoryAccesses.open(options);
        assertThat(memory).isInstanceOf(LocalAccess.class);
        return memory;
    }
}
