package io.dreamcacher.server;

import io.dreamcacher.embedded.DreamCacher;
import io.dreamcacher.embedded.Postcards;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.server.requests.Starters;
import io.dreamcacher.server.security.RandomNames;

/** The way in: opens a memory and serves it over HTTP. */
public final class DreamCacherService {
    private DreamCacherService() {}

    /**
     * Opens the memory, listens, and says so in the data folder's owner.json. Returns as soon as requests are answered;
     * the index is opened in the background, and {@code /health/ready} tells when it has caught up. The service closes
     * itself when the process is asked to stop.
     *
     * @throws io.dreamcacher.failure.DreamCacherException with BUSY when another process holds the data folder or the
     *         port
     */
    public static RunningService start(ServiceOptions options) {
        options.images().ifPresent(place -> DreamCacher.keepImagesAt(options.memory(), place));
        DreamCacher memory = DreamCacher.open(options.memory());
        try {
            String token = RandomNames.name();
            RunningService service = MemoryServer.start(memory.memory(), starters(memory.memory(), options),
                    options, token, memory::close);
            memory.folder().publishService(service.address(), token);
            closeWithProcess(service);
            return service;
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private static Starters starters(DreamMemory memory, ServiceOptions options) {
        return memory.defaultModel().equals(Postcards.NAME)
                ? new Starters(Postcards.starterPrompts(), () -> Postcards.prompts(options.memory().cacheFolder()))
                : Starters.NONE;
    }

    private static void closeWithProcess(RunningService service) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("dreamcacher-stop").unstarted(service::close));
    }
}
