namespace Tallydesk.Tests.Crashes;

/// <summary>A flow that is cut off.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Store">The database it runs on.</param>
/// <param name="Commit">The commit, counted from 1 at the flow's beginning.</param>
/// <param name="Moment">before or after it is on disk.</param>
internal sealed record Cut(string Flow, string Store, int Commit, string Moment)
{
    /// <summary>Whether the flow never began: nothing of it was on disk yet, and it does not begin by itself with the time.</summary>
    public bool IsBeforeAll => this is { Commit: 1, Moment: "before", Flow: not "closing" };

    /// <inheritdoc/>
    public override string ToString() => $"{Flow}, killed {Moment} commit {Commit}";
}
