package io.dreamcacher.cli.client;

import io.dreamcacher.api.DreamCacherClient.Patience;
import io.dreamcacher.embedded.EngineOptions;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.Owner;
import java.util.Optional;

/** Decides who works on a data folder: this process, or the service that holds it. */
public final class MemoryAccesses {
    private MemoryAccesses() {}

    public static MemoryAccess open(MemoryOptions options) {
        Optional<MemoryAccess> service = service(options);
        if (service.isPresent()) {
            return service.get();
        }
        try {
            return LocalAccess.open(options);
        } catch (DreamCacherException e) {
            // a service may have taken the folder while this process waited for it
            return service(options).filter(found -> e.category() == FailureCategory.BUSY).orElseThrow(() -> e);
        }
    }

    /** A service that holds the folder has its models at hand; without one nothing but the model is opened. */
    public static MemoryAccess withoutMemory(MemoryOptions options) {
        return service(options).orElseGet(() -> new WithoutMemory(options));
    }

    /** A mode of safety goes with the request; how the machine is used does not. */
    private static void requireNoEngine(MemoryOptions options, Owner.Service service) {
        if (!options.engine().withSafety(EngineOptions.USUAL.safety()).equals(EngineOptions.USUAL)) {
            throw DreamCacherException.badRequest(
                    "--low-memory, --provider and --verifier are the service's to decide while it holds the data folder; it is at %s. Start it with them, or leave them out."
                            .formatted(service.address()));
        }
    }

    private static Optional<MemoryAccess> service(MemoryOptions options) {
        return switch (new DataFolder(options.dataFolder()).owner()) {
            case Owner.Service service -> {
                requireNoEngine(options, service);
                yield Optional.of(new RemoteAccess(service, options.dataFolder(), Patience.USUAL));
            }
            case Owner.Command command -> Optional.empty();
            case Owner.None none -> Optional.empty();
        };
    }
}
