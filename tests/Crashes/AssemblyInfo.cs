using Xunit;

// Each test starts processes of its own and measures their patience.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
