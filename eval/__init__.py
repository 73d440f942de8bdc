"""Is it good, and is it better than yesterday?"""
