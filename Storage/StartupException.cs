namespace Tallydesk.Storage;

/// <summary>The process can't start for a reason that its operator can remove. The message is one sentence, shown as it is.</summary>
public sealed class StartupException : Exception
{
    /// <summary>A refusal to start.</summary>
    /// <param name="sentence">What is wrong and where to change it.</param>
    /// <param name="inner">What was met, when there is more to know.</param>
    public StartupException(string sentence, Exception? inner = null)
        : base(sentence, inner) { }
}
