namespace Tallydesk.Tests.Credits.Simulation;

/// <summary>Runs tasks on the caller's thread, one at a time. Which of those that are ready comes next, the seed decides.</summary>
internal sealed class SeededScheduler(Random choice) : TaskScheduler
{
    private readonly List<Task> ready = [];

    /// <summary>Starts something on this scheduler, where all that follows it runs as well.</summary>
    public Task Start(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Runs until nothing is ready any more.</summary>
    /// <param name="most">Fails after so many steps, since then something goes round in a circle.</param>
    /// <param name="between">Done before each step.</param>
    public void RunAll(int most, Action between)
    {
        // What follows a step is to come here, and not to the context of the test.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        for (var steps = 0; ready.Count > 0; steps++)
        {
            if (steps == most)
            {
                throw new InvalidOperationException($"Not done after {most} steps.");
            }

            between();
            var next = choice.Next(ready.Count);
            var task = ready[next];
            ready.RemoveAt(next);
            TryExecuteTask(task);
        }

        SynchronizationContext.SetSynchronizationContext(context);
    }

    protected override void QueueTask(Task task) => ready.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => ready;
}
