package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.ExportedNetwork;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import java.util.List;

/**
 * The one step from a network's files to a session with a checked signature: a graph is written for weights, and one that
 * was exported is taken as it is.
 *
 * @param name of the files, for messages
 * @param plan of the graph
 * @param siblings other graphs over the same weights, which together use every tensor
 */
record NetworkOpener(String name, NetworkPlan plan, List<NetworkPlan> siblings, SessionSettings settings)
        implements
            NetworkFiles.Reader<OnnxSession> {

    /**
     * Opens a graph of a network.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if the files are not those of such a network
     */
    static OnnxSession open(NetworkFiles files, SessionSettings settings, NetworkPlan plan, NetworkPlan... siblings) {
        OnnxSession session = files.read(new NetworkOpener(files.name(), plan, List.of(siblings), settings));
        try {
            plan.check(session);
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Checks that config and weights belong together and every tensor has its place, reading headers, no numbers; of an
     * exported network that its files are there.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if not
     */
    static void check(NetworkFiles files, NetworkPlan plan, NetworkPlan... siblings) {
        var unused = files.read(new Check(plan, List.of(siblings)));
    }

    private record Check(NetworkPlan plan, List<NetworkPlan> siblings) implements NetworkFiles.Reader<NetworkPlan> {
        @Override
        public NetworkPlan written(Checkpoint checkpoint) {
            var unused = graph(new Weights(checkpoint), Precision.EXACT, plan, siblings);
            return plan;
        }

        @Override
        public NetworkPlan exported(ExportedNetwork network) {
            network.graphs().keySet().stream().sorted().forEach(network::graph);
            return plan;
        }
    }

    @Override
    public OnnxSession written(Checkpoint checkpoint) {
        Weights weights = new Weights(checkpoint);
        OnnxGraph graph = graph(weights, settings.precision(), plan, siblings);
        return OnnxSession.load(plan.title() + " " + name, graph, weights, settings);
    }

    private static OnnxGraph graph(Weights weights, Precision precision, NetworkPlan plan,
            List<NetworkPlan> siblings) {
        OnnxGraph graph = new OnnxGraph();
        plan.write(new Layers(graph, weights, plan.precision(precision)));
        siblings.forEach(sibling -> sibling.write(new Layers(new OnnxGraph(), weights))); // only to check its weights
        weights.requireAllUsed(plan::isUnused);
        return graph;
    }

    @Override
    public OnnxSession exported(ExportedNetwork network) {
        return OnnxSession.open(plan.title() + " " + name, network.graph(plan.part()), settings);
    }
}
