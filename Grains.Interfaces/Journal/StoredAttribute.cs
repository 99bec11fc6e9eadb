namespace Tallydesk.Journal;

/// <summary>
/// The name by which the database knows an event, a state or a command, whatever its type is called. It never changes: rows
/// are found by it. <c>tests/Rules/Stored/names.txt</c> lists all of them.
/// </summary>
/// <param name="name">The name, such as <c>ticketOpened</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Enum, Inherited = false)]
public sealed class StoredAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name => name;
}
