namespace Tallydesk.Search;

/// <summary>A word of a text, folded.</summary>
/// <param name="Text">Letters, digits and marks, at most <see cref="SearchWords.Longest"/> characters.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends in the text.</param>
internal readonly record struct SearchWord(string Text, int Start, int End)
{
    /// <summary>Where its first character ends, in scripts without blanks between words; otherwise <see cref="End"/>.</summary>
    public int HeadEnd { get; init; } = End;

    /// <summary>Whether it belongs to a script without blanks between words.</summary>
    public bool IsPair { get; init; }

    /// <summary>Whether it is the last character of a run in such a script, which is a word as well.</summary>
    public bool EndsRun { get; init; }
}
